"""Put PDF files together: frames onto bodies, documents one after another with an outline."""
import io
from dataclasses import dataclass

from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, NumberObject, TextStringObject

from .searchable import make_searchable


@dataclass(frozen=True)
class PdfPart:
    """One finished document: its file and its number of pages."""

    content: bytes
    pages: int


def page_count(content):
    """Number of pages of a PDF file."""
    return len(PdfReader(io.BytesIO(content)).pages)


def stamp(body, frames=None):
    """Lay the pages of `frames` over those of `body`; return the file with searchable text."""
    writer = PdfWriter(clone_from=io.BytesIO(body))
    if frames:
        for page, frame in zip(writer.pages, PdfReader(io.BytesIO(frames)).pages, strict=True):
            page.merge_page(frame)
    make_searchable(writer)
    return _bytes(writer)


def join(parts):
    """Return one file of all documents.

    Several documents get an outline with one entry each, in the shape wkhtmltopdf gives it: Odoo splits a file by it.
    """
    if len(parts) == 1:
        return parts[0].content
    writer = PdfWriter()
    starts = []
    for part in parts:
        starts.append(len(writer.pages))
        writer.append(io.BytesIO(part.content), import_outline=False)
    _outline(writer, starts)
    writer.compress_identical_objects()
    return _bytes(writer)


def _outline(writer, starts):
    names = [NameObject(f"/document{number}") for number in range(len(starts))]
    nodes = [DictionaryObject({NameObject("/Title"): TextStringObject(f"{number + 1}"), NameObject("/Dest"): name})
             for number, name in enumerate(names)]
    references = [writer._add_object(node) for node in nodes]
    root = DictionaryObject({
        NameObject("/Type"): NameObject("/Outlines"), NameObject("/First"): references[0],
        NameObject("/Last"): references[-1], NameObject("/Count"): NumberObject(len(nodes))})
    parent = writer._add_object(root)
    for number, node in enumerate(nodes):
        node[NameObject("/Parent")] = parent
        if number:
            node[NameObject("/Prev")] = references[number - 1]
        if number + 1 < len(nodes):
            node[NameObject("/Next")] = references[number + 1]
    writer.root_object[NameObject("/Outlines")] = parent
    writer.root_object[NameObject("/Dests")] = DictionaryObject({
        name: ArrayObject([NumberObject(start), NameObject("/Fit")]) for name, start in zip(names, starts, strict=True)})


def _bytes(writer):
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
