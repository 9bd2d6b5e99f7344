"""Read an Odoo log: every warning or error counts, except the known ones of Odoo itself."""
import re

LINE = re.compile(r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d+ \d+ (WARNING|ERROR|CRITICAL) \S+ (\S+): (.*)$")
STARTS = re.compile(r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d+ \d+ [A-Z]+ ")

KNOWN = (   # (logger, start of the message): lines that a plain Odoo writes without our add-ons
    ("odoo.service.server", "Running as user 'root' is a security risk"),
    ("odoo.cli.server", "Running as user 'root' is a security risk"),
)


def problems(text):
    """Return the warnings and errors of a log as [entry text], each with its continuation lines."""
    entries, current = [], None
    for line in text.splitlines():
        match = LINE.match(line)
        if match:
            logger, message = match[2], match[3]
            known = any(logger == name and message.startswith(start) for name, start in KNOWN)
            current = None if known else [line]
            if current:
                entries.append(current)
        elif STARTS.match(line):
            current = None
        elif current is not None and len(current) < 30:
            current.append(line)
    return ["\n".join(entry) for entry in entries]
