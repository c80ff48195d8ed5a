// Line icons drawn for this page, 20 x 20, in the colour of the text around them.

const NS = "http://www.w3.org/2000/svg";
const PATHS = {
  hash: "M8 3 6 17M14 3l-2 14M3.5 7.5h14M2.5 12.5h14",
  lock: "M5 9h10v8H5zM7 9V6.5a3 3 0 0 1 6 0V9",
  shared: "M8 6a4.5 4.5 0 1 0 0 8M12 6a4.5 4.5 0 1 1 0 8M8 10h4",
  chevron: "m6 8 4 4 4-4",
  back: "m12 4-6 6 6 6",
  close: "m5 5 10 10M15 5 5 15",
  dots: "M4.5 10h.01M10 10h.01M15.5 10h.01",
  reply: "M3.5 4.5h13v9h-7L5.5 17v-3.5h-2z",
  send: "M3 4.2 17 10 3 15.8 4.8 10zM4.8 10H11",
  bolt: "M11 2.5 4.5 11H10l-1 6.5L15.5 9H10z",
  clock: "M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14M10 6v4.2l2.8 1.8",
  sunrise: "M3 15h14M5.5 15a4.5 4.5 0 0 1 9 0M10 3v4M7.8 5 10 2.8 12.2 5M3.5 9l1.4 1.2M16.5 9l-1.4 1.2",
  forward: "m4 5 5.5 5L4 15M10.5 5l5.5 5-5.5 5",
  calendar: "M3.5 5h13v12h-13zM3.5 8.5h13M7 3v3.5M13 3v3.5",
  wire: "M2.5 7h11M10.5 4l3 3-3 3M17.5 13h-11M9.5 10l-3 3 3 3",
  search: "M9 3.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11M13 13l4 4",
  menu: "M3 5.5h14M3 10h14M3 14.5h14",
  check: "m4.5 10.5 3.8 3.8 7.2-8.3",
  copy: "M7 7h9v9H7zM4 13V4h9",
  eye: "M2.5 10S5 5 10 5s7.5 5 7.5 5-2.5 5-7.5 5-7.5-5-7.5-5M10 8a2 2 0 1 0 0 4 2 2 0 0 0 0-4",
  file: "M5 2.5h6.5L15.5 6.5v11H5zM11 3v4h4",
  image: "M3 4h14v12H3zM3 13.5l4-4 4 4 2.5-2.5L17 14.5M13.5 7h.01",
  alert: "M10 3 2.5 16.5h15zM10 8v4M10 14.3h.01",
  help: "M7.5 7.5A2.5 2.5 0 1 1 10.8 10c-.6.3-.8.7-.8 1.5M10 14.3h.01M10 2.5a7.5 7.5 0 1 0 0 15 7.5 7.5 0 0 0 0-15",
  down: "M10 4v12M5.5 11.5 10 16l4.5-4.5",
  swap: "M4 7h11M12 4l3 3-3 3M16 13H5M8 10l-3 3 3 3",
  at: "M13 7v4.5a1.8 1.8 0 0 0 3.6 0V10A6.6 6.6 0 1 0 14 15.3M10 7a3 3 0 1 0 0 6 3 3 0 0 0 0-6",
  window: "M3 4.5h9v4M3 4.5v9h4M8.5 8.5H17v8H8.5zM12 12.5h.01",
  story: "M6 4.5v11l9-5.5z",
  home: "M3.5 9.5 10 4l6.5 5.5V16.5h-13zM8 16.5v-4.5h4v4.5",
  clip: "M13.5 6.5 7.8 12.2a1.8 1.8 0 0 0 2.5 2.5l5.8-5.8a3.4 3.4 0 0 0-4.8-4.8L5.4 10a5 5 0 0 0 7 7l4.6-4.6",
  edit: "M4 13.5 13 4.5l2.5 2.5-9 9H4zM11.5 6l2.5 2.5",
  trash: "M4 6h12M8 6V4h4v2M5.5 6l.8 10.5h7.4L14.5 6",
};

export function icon(name, size = 18) {
  const svg = document.createElementNS(NS, "svg");
  const attributes = {
    viewBox: "0 0 20 20", width: size, height: size, fill: "none", stroke: "currentColor",
    "stroke-width": name === "dots" ? 2.4 : 1.6, "stroke-linecap": "round", "stroke-linejoin": "round",
    "aria-hidden": "true", class: `icon icon-${name}`,
  };
  for (const [key, value] of Object.entries(attributes)) svg.setAttribute(key, value);
  const path = document.createElementNS(NS, "path");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}
