"""Which code this is: its version, and a digest of its modules.

What code of one day accepted or compiled is kept on disk under the digest: other code, be it of the same version, does not trust it.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

__version__ = "0.2.0"
"""The version, in one place."""

PACKAGE = Path(__file__).parent
"""The folder of the code."""


@lru_cache
def code_digest(*packages: str) -> str:
    """A digest of the code of some packages of this version: what other code accepted or compiled is not trusted."""
    total = hashlib.sha256(__version__.encode())
    for package in packages:
        for module in sorted((PACKAGE / package).rglob("*.py")):
            total.update(module.read_bytes())
    return total.hexdigest()[:12]
