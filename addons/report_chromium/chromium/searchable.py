"""Make Chinese text in a PDF searchable.

Chinese fonts draw an ideograph and the radical that looks like it with one glyph, and Chromium notes the radical as the
meaning of the glyph: a search for the ideograph would find nothing, and copied text would be odd.
"""
import re
import unicodedata

from pypdf.generic import DictionaryObject, NameObject, StreamObject

# Radicals of the block 2E80-2EFF that stand for an ideograph; the Kangxi block 2F00-2FD5 is known to unicodedata.
RADICALS = {
    **dict(zip("⺁⺈⺊⺌⺍⺎⺒⺓⺛⺜⺝⺟⺠⺧⺩", "厂刀卜小小兀巳幺旡日月母民牛王", strict=True)),
    **dict(zip("⺫⺬⺰⺶⺻⺼⻁⻄⻅⻆⻈⻉⻋⻌⻏", "目示纟羊聿肉虎西见角讠贝车辶邑", strict=True)),
    **dict(zip("⻐⻑⻓⻔⻗⻘⻙⻚⻛⻜⻝⻠⻢⻣⻤", "钅長长门雨青韦页风飞食饣马骨鬼", strict=True)),
    **dict(zip("⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳", "鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟", strict=True)),
}
BLOCK = re.compile(rb"\d+\s+begin(bfchar|bfrange)\s(.*?)\send\1", re.DOTALL)
ENTRIES = 100       # the format allows no more in one block
CODE = re.compile(rb"<([0-9A-Fa-f]+)>")


def ideograph(character):
    """Return the ideograph that a radical stands for, any other character as it is."""
    if "\u2f00" <= character <= "\u2fd5":
        return unicodedata.normalize("NFKC", character)
    return RADICALS.get(character, character)


def _pairs(kind, text):
    """Yield (source code, target text) of one block of a character map."""
    if kind == b"bfchar":
        codes = CODE.findall(text)
        for source, target in zip(codes[::2], codes[1::2], strict=True):
            yield source, bytes.fromhex(target.decode()).decode("utf-16-be")
        return
    for line in text.splitlines():
        codes = CODE.findall(line)
        if b"[" in line:
            for offset, target in enumerate(codes[2:]):
                yield b"%0*X" % (len(codes[0]), int(codes[0], 16) + offset), bytes.fromhex(target.decode()).decode("utf-16-be")
        elif codes:
            first, last, start = (int(code, 16) for code in codes)
            for number in range(last - first + 1):
                target = (start + number).to_bytes(len(codes[2]) // 2, "big")
                yield b"%0*X" % (len(codes[0]), first + number), target.decode("utf-16-be")


def mapped(text):
    """Return a character map (bytes) with ideographs instead of radicals; None when it has no radical."""
    changed = False

    def block(match):
        nonlocal changed
        pairs = list(_pairs(match[1], match[2]))
        better = [(source, "".join(map(ideograph, target))) for source, target in pairs]
        if better == pairs:
            return match[0]
        changed = True
        lines = [b"<%s> <%s>" % (source, target.encode("utf-16-be").hex().upper().encode()) for source, target in better]
        chunks = [lines[start:start + ENTRIES] for start in range(0, len(lines), ENTRIES)]
        return b"\n".join(b"%d beginbfchar\n%s\nendbfchar" % (len(chunk), b"\n".join(chunk)) for chunk in chunks)

    result = BLOCK.sub(block, text)
    return result if changed else None


def make_searchable(writer):
    """Correct the character maps of all fonts of a pypdf writer."""
    seen = set()
    for page in writer.pages:
        fonts = page.get("/Resources", DictionaryObject()).get_object().get("/Font", DictionaryObject()).get_object()
        for font in (reference.get_object() for reference in fonts.values()):
            if "/ToUnicode" not in font or id(font) in seen:
                continue
            seen.add(id(font))
            better = mapped(font["/ToUnicode"].get_object().get_data())
            if better:
                stream = StreamObject()
                stream.set_data(better)
                font[NameObject("/ToUnicode")] = writer._add_object(stream.flate_encode())
