"""Where Chromium is, under the names it is shipped with."""
import os
import shutil

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find_chromium():
    """Return the path of the browser, or None. The variable CHROMIUM_BIN names one that is not on PATH."""
    named = os.environ.get("CHROMIUM_BIN")
    if named:
        return shutil.which(named)
    return next(filter(None, map(shutil.which, NAMES)), None)
