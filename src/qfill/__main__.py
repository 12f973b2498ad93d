"""`python -m qfill`."""

from __future__ import annotations

import sys

from qfill.cli import main

if __name__ == "__main__":
    sys.exit(main())
