"""Translations: every add-on has a complete zh_CN.po, and both files know every term that Odoo exports."""
import re

import polib

PLACEHOLDER = re.compile(r"%\((\w+)\)[sdrf]|%[sdrf]|\{(\w*)\}")


def _holes(text):
    """The placeholders of a message, sorted: a translation must keep them all."""
    return sorted(m.group(0) for m in PLACEHOLDER.finditer(text.replace("%%", "")))


def check_addon(folder):
    """Return the problems of one add-on's i18n folder as a list of sentences, without a database."""
    pot_path, po_path = folder / "i18n" / f"{folder.name}.pot", folder / "i18n" / "zh_CN.po"
    missing = [path.name for path in (pot_path, po_path) if not path.exists()]
    if missing:
        return [f"i18n/{name} is missing" for name in missing]
    try:
        pot, po = polib.pofile(str(pot_path)), polib.pofile(str(po_path))
    except (OSError, ValueError) as error:
        return [f"not readable: {error}"]
    problems = []
    translated = {}
    for entry in po:
        if entry.obsolete:
            continue
        if "fuzzy" in entry.flags:
            problems.append(f"fuzzy: {entry.msgid!r}")
        elif not entry.msgstr.strip():
            problems.append(f"not translated: {entry.msgid!r}")
        elif _holes(entry.msgid) != _holes(entry.msgstr):
            problems.append(f"placeholders differ: {entry.msgid!r} -> {entry.msgstr!r}")
        translated[entry.msgid] = entry
    problems += [f"in the .pot but not in zh_CN.po: {entry.msgid!r}" for entry in pot if entry.msgid not in translated]
    return problems


def check_terms(folder, exported):
    """Return the problems of a zh_CN.po against the msgids that Odoo `exported` from a database."""
    po_path = folder / "i18n" / "zh_CN.po"
    known = {entry.msgid for entry in polib.pofile(str(po_path))} if po_path.exists() else set()
    return [f"new in the sources, not in zh_CN.po: {term!r}" for term in sorted(set(exported) - known)]
