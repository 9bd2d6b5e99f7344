"""Builders of workbooks for tests, good and hostile. No Odoo."""
import io
import zipfile
from pathlib import Path

import xlsxwriter

SAMPLES = Path(__file__).parent / "samples"
_NS = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def sample(name):
    """Bytes of a sample file."""
    return (SAMPLES / name).read_bytes()


def xlsx(rows, sheet="Sheet1", hidden=(), blank_before=0):
    """A workbook with one sheet of rows (and hidden ones before it) written by xlsxwriter."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    for name, content in hidden:
        page = book.add_worksheet(name)
        for number, row in enumerate(content):
            page.write_row(number, 0, row)
    page = book.add_worksheet(sheet)
    for number, row in enumerate(rows, blank_before):
        for index, value in enumerate(row):
            if value is not None:
                page.write(number, index, value)
    page.activate()
    page.set_first_sheet()
    for other in book.worksheets()[:-1]:
        other.hide()
    book.close()
    return stream.getvalue()


def raw_xlsx(sheet_xml, shared="", extra=(), workbook=None, compress=zipfile.ZIP_DEFLATED):
    """A workbook with a hand-written sheet part; ``sheet_xml`` is what stands inside ``<worksheet>``, or bytes of the part."""
    if isinstance(sheet_xml, str):
        sheet_xml = f'<?xml version="1.0" encoding="UTF-8"?><worksheet {_NS}>{sheet_xml}</worksheet>'.encode()
    workbook = workbook or f'<workbook {_NS} xmlns:r="{_REL}"><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>'
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": f'<Relationships><Relationship Id="rId1" Type="{_REL}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": workbook,
        "xl/_rels/workbook.xml.rels": f'<Relationships><Relationship Id="rId1" Type="{_REL}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": sheet_xml,
        **({"xl/sharedStrings.xml": f"<sst {_NS}>{shared}</sst>"} if shared else {}),
        **dict(extra),
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", compress) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()
