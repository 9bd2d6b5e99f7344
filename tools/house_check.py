"""Check the house rules (docs/development.md): tools/house_check.py [ADDON...]. Prints one line a problem; status 1 if any."""
import gc
import sys
from pathlib import Path


def main(root, names):
    """Print the problems of the add-ons `names` (default: all) of the checkout `root`; return the exit status."""
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    from tools.house import check

    gc.disable()    # a million nodes live until the end: looking through them again and again takes half the time
    found = check(root, names)
    print("\n".join(map(str, found)) or "house rules hold")
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main(Path(__file__).resolve().parent.parent, sys.argv[1:]))
