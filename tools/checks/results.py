"""Counting: every check is one passed, failed or skipped thing, whichever stage it comes from."""
import sys
import time
import xml.etree.ElementTree as ET
from dataclasses import dataclass, field


def say(text):
    """Print one bold line about the progress."""
    print(f"\033[1m==> {text}\033[0m", file=sys.stderr, flush=True)


@dataclass
class Results:
    """What has been counted so far. `problems` holds (stage, name, text) of each failure."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0
    problems: list = field(default_factory=list)
    times: list = field(default_factory=list)
    started: float = field(default_factory=time.monotonic)

    def check(self, stage, name, problem=""):
        """Count one check; it failed when there is a `problem` text."""
        if problem:
            self.failed += 1
            self.problems.append((stage, name, problem.rstrip()))
            print(f"FAILED {stage}: {name}\n{problem.rstrip()}", flush=True)
        else:
            self.passed += 1

    def add_junit(self, stage, path, status):
        """Count the tests of a pytest run from its XML file; a run that ended badly without a failed test counts too."""
        failed_before = self.failed
        try:
            suites = list(ET.parse(path).getroot().iter("testsuite"))
        except (OSError, ET.ParseError):
            suites = []
        for suite in suites:
            failed = int(suite.get("failures", 0)) + int(suite.get("errors", 0))
            skipped = int(suite.get("skipped", 0))
            self.failed += failed
            self.skipped += skipped
            self.passed += int(suite.get("tests", 0)) - failed - skipped
            for case in suite.iter("testcase"):
                if case.find("failure") is not None or case.find("error") is not None:
                    self.problems.append((stage, f"{case.get('classname')}::{case.get('name')}", ""))
        if status == 5:
            return      # pytest found no test: counted as nothing
        if status and self.failed == failed_before:
            self.check(stage, "pytest", f"pytest ended with status {status} and no failed test")

    def timed(self, stage):
        """Context manager: remember how long a stage took."""
        return _Timed(self, stage)

    def report(self):
        """Print the failures, the times, and the one summary line. Return the exit status."""
        if self.problems:
            print("\nWhat failed:")
            for stage, name, _text in self.problems:
                print(f"  {stage}: {name}")
        spent = ", ".join(f"{stage} {seconds:.0f} s" for stage, seconds in self.times)
        print(f"\nTimes: {spent}; together {time.monotonic() - self.started:.0f} s")
        line = f"{self.passed} passed, {self.failed} failed"
        if self.skipped:
            line += f", {self.skipped} skipped"
        print(line, flush=True)
        return 1 if self.failed or not self.passed else 0


class _Timed:
    def __init__(self, results, stage):
        self.results, self.stage = results, stage

    def __enter__(self):
        say(self.stage)
        self.start = time.monotonic()

    def __exit__(self, *exc):
        self.results.times.append((self.stage, time.monotonic() - self.start))
