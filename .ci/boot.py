"""Set-up for the Makefile: make .venv once, install a pinned set with progress, remember it by a stamp.

Standard library only, and old syntax only: this file must still run, and explain itself, on a Python that is too old.
"""

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
OLDEST, NEWEST = (3, 11), (3, 13)
NAMES = ("python3.12", "python3.13", "python3.11")
# What each kind of use installs; a set listed later contains those before it.
SETS = {"run": "requirements.txt", "try": "requirements-try.txt", "dev": "requirements-dev.txt"}
PROBE = "import sys; print(*sys.version_info[:2])"


def say(text):
    """Print one line at once."""
    print(text, flush=True)


def fits(version):
    """True if Baton runs on this (major, minor)."""
    return OLDEST <= tuple(version[:2]) <= NEWEST


def version_of(python, needs=""):
    """(major, minor) of an interpreter, or None if it does not start (a pyenv shim, a broken link) or lacks a module."""
    try:
        out = subprocess.run(
            [str(python), "-c", needs + PROBE], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
    except OSError:
        return None
    return tuple(int(n) for n in out.stdout.split()) if out.returncode == 0 else None


def other_python():
    """The path of another Python on PATH that fits, or exit with one sentence."""
    for name in NAMES:
        path = shutil.which(name)
        if path and fits(version_of(path) or (0, 0)):
            return path
    found = "{}.{}".format(*sys.version_info[:2])
    sys.exit(
        "Baton needs Python 3.11, 3.12 or 3.13, but python3 is " + found + " and no other is on the PATH: "
        "install one (Debian, Ubuntu: apt install python3.12 python3.12-venv; macOS: brew install python@3.12)."
    )


def quicker_python():
    """The system's Python, if this one was built without optimizations (pyenv does so, unless told otherwise): all that
    Baton does takes a quarter less time there. None if there is none that fits and can make a .venv."""
    if sys.prefix == "/usr" or "--enable-optimizations" in (sysconfig.get_config_var("CONFIG_ARGS") or ""):
        return None
    path = shutil.which("python3", path=os.defpath)
    return path if path and fits(version_of(path, "import ensurepip, venv; ") or (0, 0)) else None


def lines_of(name):
    """The lines of a requirements file and of the files it includes."""
    for line in (ROOT / name).read_text(encoding="utf-8").splitlines():
        line = line.partition("#")[0].strip()
        if line.startswith("-r "):
            yield from lines_of(line[3:].strip())
        elif line:
            yield line


def stamp_of(name):
    """What the stamp says when this set is installed: its pins."""
    return hashlib.sha256("\n".join(sorted(lines_of(SETS[name]))).encode("utf-8")).hexdigest()


def installed(name):
    """True if this set, or a larger one, is in .venv already."""
    larger = list(SETS)[list(SETS).index(name) :]
    stamps = [(VENV / (".baton-" + other), stamp_of(other)) for other in larger]
    return (VENV / "bin" / "python").exists() and any(s.is_file() and s.read_text() == t for s, t in stamps)


def make_venv():
    """An empty .venv of this Python or a quicker one, unless a usable one is there; exit with one sentence if venv is
    missing."""
    if fits(version_of(VENV / "bin" / "python") or (0, 0)):
        return
    python = quicker_python()
    if not (python or (importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip"))):
        usual = version_of(shutil.which("python3") or "python3") == sys.version_info[:2]
        package = "python3-venv" if usual else "python{}.{}-venv".format(*sys.version_info[:2])
        sys.exit(
            "Python's venv module is missing: install it with `apt install " + package + "` "
            "(Debian, Ubuntu; elsewhere it comes with Python), then run this again."
        )
    python = python or sys.executable
    say("Making a virtual environment in .venv ({}, Python {}.{}) ...".format(python, *version_of(python)))
    made = subprocess.run([python, "-m", "venv", "--clear", str(VENV)])
    if made.returncode:
        sys.exit("The virtual environment could not be made: see the lines above.")


def install(name):
    """Run pip on a set and turn its talk into one line per package."""
    total = len(set(lines_of(SETS[name])))
    say("Installing {} pinned packages from {} (once) ...".format(total, SETS[name]))
    command = [str(VENV / "bin" / "python"), "-m", "pip", "install", "--no-input", "--progress-bar=off"]
    command += ["--disable-pip-version-check", "-r", str(ROOT / SETS[name])]
    pip = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL
    )
    talk, seen = [], set()
    for raw in pip.stdout:
        line = raw.decode("utf-8", "replace").rstrip()
        talk.append(line)
        words = line.split()
        known = line.startswith(("Collecting ", "Processing ", "Requirement already satisfied: "))
        package = words[words.index("satisfied:") + 1] if "satisfied:" in words else (words[1:2] or [""])[0]
        package = package.rpartition("/")[2]  # a package on this machine is told by its file
        if known and package not in seen:
            seen.add(package)
            say("  [{:2d}/{}] {}".format(min(len(seen), total), total, package))
        elif line.startswith("Installing collected"):
            say("  unpacking ...")
    if pip.wait():
        say("\n".join(talk[-15:]))
        sys.exit("Installing failed: see pip's words above (no network?), then run this again.")


def compile_ours():
    """Baton's own bytecode, as pip has made that of the libraries: the first start is then as fast as the second."""
    rooms = sorted(str(path.parent) for path in ROOT.glob("*/__init__.py"))
    command = [str(VENV / "bin" / "python"), "-m", "compileall", "-q"]
    subprocess.run(command + rooms + [str(path) for path in ROOT.glob("*.py")])


def main():
    """boot.py run|try|dev"""
    name = sys.argv[1] if len(sys.argv) == 2 else ""
    if name not in SETS:
        sys.exit("usage: python3 .ci/boot.py run|try|dev")
    if installed(name):
        return
    if not fits(sys.version_info):
        path = other_python()
        os.execv(path, [path, str(Path(__file__).resolve()), name])
    make_venv()
    install(name)
    compile_ours()
    (VENV / (".baton-" + name)).write_text(stamp_of(name))
    say("Installed.")


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit("Stopped. The next run goes on from here.")
