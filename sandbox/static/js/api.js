// The /client and /control doors. A call never throws: a lost connection is an answer with an error.

async function read(response) {
  let body = null;
  try {
    body = await response.json();
  } catch {
    return { ok: false, error: `HTTP ${response.status}` };
  }
  if (!response.ok && body.ok === undefined) return { ...body, ok: false, error: `HTTP ${response.status}` };
  if (body.ok === undefined) return { ok: true, ...body };
  return body;
}

async function call(path, options) {
  try {
    return await read(await fetch(path, options));
  } catch {
    return { ok: false, error: "offline", offline: true };
  }
}

export function get(path, query = {}) {
  const filled = Object.entries(query).filter(([, value]) => value !== undefined && value !== null);
  const suffix = filled.length ? `?${new URLSearchParams(filled)}` : "";
  return call(path + suffix, { headers: { accept: "application/json" } });
}

export function post(path, body) {
  return call(path, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
}

export function upload(user, file) {
  const form = new FormData();
  form.append("user", user);
  form.append("file", file, file.name);
  return call("/client/upload", { method: "POST", body: form });
}
