"""Compose the HTML that is printed: the body of a document, and its frames (header and footer of every page)."""
import copy

import lxml.html

BODY_STYLE = """
html { height: auto !important; }
body { height: auto !important; min-width: 0 !important; max-width: none !important; width: auto !important; overflow: visible !important;
       margin: 0 !important; }
thead { display: table-header-group !important; }
tfoot { display: table-row-group !important; }
tr, img { break-inside: avoid; }
h1, h2, h3, h4, h5, h6 { break-after: avoid; }
"""
FRAME_STYLE = """
html, body { height: auto !important; margin: 0 !important; padding: 0 !important; background: transparent !important; }
body { min-width: 0 !important; max-width: none !important; width: auto !important; overflow: visible !important; }
.rc-sheet { position: relative; overflow: hidden; break-after: page; width: %(width)smm; height: %(height)smm; }
.rc-sheet:last-child { break-after: auto; }
.rc-part { position: absolute; left: %(left)smm; right: %(right)smm; }
.rc-inner { min-width: 0 !important; max-width: none !important; width: auto !important; }
.rc-inner { margin: 0 !important; overflow: visible !important; }
.rc-top { top: %(header)smm; }
.rc-bottom { top: %(footer)smm; }
"""
HEADER_XPATH = "//div[@id='minimal_layout_report_headers']/div | //div[@id='minimal_layout_report_footers']/div"


def _parse(html):
    return lxml.html.document_fromstring(html, parser=lxml.html.HTMLParser(encoding="utf-8"))


def _prepared(html, style, lang):
    """The document without its scripts, with our style as the last of its head.

    :param lang: language code such as zh_CN; it decides which forms of the ideographs a font gives.
    """
    tree = _parse(html)
    if lang and not tree.get("lang"):
        tree.set("lang", lang.replace("_", "-"))
    for script in tree.xpath("//script"):
        script.drop_tree()
    body = tree.find("body")
    if body.get("onload"):
        del body.attrib["onload"]
    head = tree.find("head")
    if head is None:
        head = lxml.html.Element("head")
        tree.insert(0, head)
    node = lxml.html.Element("style")
    node.text = style
    head.append(node)
    return tree


def _text(tree):
    return "<!DOCTYPE html>\n" + lxml.html.tostring(tree, encoding="unicode")


def body_page(html, lang=""):
    """Return the HTML of a document's body, ready to be printed."""
    return _text(_prepared(html, BODY_STYLE, lang))


def frames_of(html):
    """Return the headers (or footers) that Odoo collected in `html`, one element a document; [] without any."""
    return _parse(html).xpath(HEADER_XPATH) if html else []


def _numbered(element, page, pages):
    """A copy of a header or footer with its page numbers filled in."""
    element = copy.deepcopy(element)
    element.tail = None
    for name, value in (("page", page), ("topage", pages)):
        for span in element.xpath(f".//*[contains(concat(' ', normalize-space(@class), ' '), ' {name} ')]"):
            if not len(span) and not (span.text or "").strip():
                span.text = str(value)
    return element


def frame_pages(html, header, footer, paper, spacing, pages, lang=""):
    """Return the HTML of `pages` empty sheets that carry nothing but header and footer.

    :param html: the document whose head (styles, base address) and body attributes are taken.
    :param header: element or None. :param footer: element or None.
    :param paper: the :class:`Paper` of the body. :param spacing: mm between the start of the header and that of the body.
    """
    scaled = {
        "width": paper.width, "height": paper.height - 0.1, "left": paper.left, "right": paper.right,
        "header": max(paper.top - spacing, 0), "footer": paper.height - paper.bottom,
    }
    tree = _prepared(html, FRAME_STYLE % {name: round(value / paper.scale, 3) for name, value in scaled.items()}, lang)
    body = tree.find("body")
    classes = body.get("class", "")
    for child in list(body):
        child.drop_tree()
    body.text = None
    body.set("class", "")
    for number in range(1, pages + 1):
        sheet = lxml.html.Element("section", {"class": "rc-sheet"})
        for element, name in ((header, "rc-top"), (footer, "rc-bottom")):
            if element is not None:
                part = lxml.html.Element("div", {"class": f"rc-part {name}"})
                inner = lxml.html.Element("div", {"class": f"rc-inner {classes}"})
                inner.append(_numbered(element, number, pages))
                part.append(inner)
                sheet.append(part)
        body.append(sheet)
    return _text(tree)
