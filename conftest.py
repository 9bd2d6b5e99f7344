"""pytest settings for tests that need Odoo: what Odoo's runner would let pass silently is a failure here."""
import logging
from pathlib import Path

import pytest

pytest_plugins = ["tools.checks.caches"]
OURS = tuple(f"odoo.addons.{path.parent.name}" for path in Path(__file__).parent.glob("addons/*/__manifest__.py"))
BROWSER_WORDS = ("chrome", "chromium", "websocket")


class _Collector(logging.Handler):
    """Keeps the warnings and errors that our add-ons log; those in assertLogs or mute_logger never get here."""

    def __init__(self):
        super().__init__(logging.WARNING)
        self.lines = []

    def emit(self, record):
        if any(record.name == name or record.name.startswith(f"{name}.") for name in OURS):
            self.lines.append(f"{record.levelname} {record.name}: {record.getMessage()}")


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_call(item):
    """A test during which one of our add-ons logs a warning fails."""
    collector = _Collector()
    logging.getLogger().addHandler(collector)
    try:
        outcome = yield
    finally:
        logging.getLogger().removeHandler(collector)
    if collector.lines and outcome.excinfo is None:
        outcome.force_exception(AssertionError("logged during the test:\n" + "\n".join(collector.lines)))


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    """Odoo skips browser tests when Chromium is missing or slow to start: here that is a failure."""
    report = (yield).get_result()
    if report.skipped and any(word in str(report.longrepr).lower() for word in BROWSER_WORDS):
        report.outcome = "failed"
