"""Pictures of a server, drawn in a process of their own: the library that draws lets no other thread go on for up to 0.7 seconds.

    python -m shidian.visitors.drawing

draws each line of its input (a specification of Vega-Lite as JSON) and writes the picture as a line (SVG as JSON; null: it cannot be drawn). It ends with
its input, and so with the server.
"""

from __future__ import annotations

import subprocess
import sys
from threading import Lock
from typing import Any

import msgspec

from shidian.errors import MissingExtra


class Drawing:
    """Who draws for a server; begun with the first picture. Safe to share between threads: one picture is drawn at a time."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._process: subprocess.Popen[bytes] | None = None

    def svg(self, spec: dict[str, Any]) -> str:
        """A picture as SVG. Raises MissingExtra where there is no library to draw, RuntimeError where it cannot be drawn."""
        line = msgspec.json.encode(spec) + b"\n"
        with self._lock:
            said = self._said(line) or self._said(line)  # once more, where the process was ended from outside
        if not said:
            raise MissingExtra("openness", "vl_convert")
        drawn = msgspec.json.decode(said, type=str | None)
        if drawn is None:
            raise RuntimeError("the picture cannot be drawn")
        return drawn

    def _said(self, line: bytes) -> bytes:
        if self._process is None or self._process.poll() is not None:
            self._end()
            self._process = subprocess.Popen([sys.executable, "-m", __name__], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        try:
            self._process.stdin.write(line)
            self._process.stdin.flush()
            return self._process.stdout.readline()
        except BrokenPipeError:
            self._process.wait()
            return b""

    def close(self) -> None:
        """Let the process end."""
        with self._lock:
            self._end()

    def _end(self) -> None:
        if self._process is not None:
            self._process.communicate()
            self._process = None


def main() -> None:
    """Draw until the input ends."""
    import vl_convert

    for line in sys.stdin.buffer:
        try:
            drawn = vl_convert.vegalite_to_svg(msgspec.json.decode(line))
        except ValueError as error:
            print(error, file=sys.stderr)
            drawn = None
        sys.stdout.buffer.write(msgspec.json.encode(drawn) + b"\n")
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
