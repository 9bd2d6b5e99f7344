"""Find chains of division names in a text, from left to right: each name lies inside the one before it."""
import re
from dataclasses import dataclass

from .book import FULL, LETTER, OLD, PART, SHORT, AddressBook

ROOT = ("",)
REACH = 12
# Words that may stand between a name and the next without meaning anything.
_FILLER = re.compile(r"(?:[ \n\-_:()>.]|中国|市辖区|市辖县|省直辖县级行政(?:区划|单位)|(?:自治)?区直辖县级行政(?:区划|单位)|省?直辖县级?|郊县|县(?=..))*")
_NUMBER = "[一二三四五六七八九十0-9]{0,2}"
_ROAD = re.compile(rf"[东南西北中上下前后内外环支老大小新]{{0,2}}{_NUMBER}(?:大道|大街|大路|路|街|道|巷|弄|胡同|里(?![的区])|村|镇|乡|庄|横路|支路|线)")
_LANDMARK = re.compile(
    r"(?:文化|体育|国际|中央)?(?:广场|大学|学院|医院|公园|大厦|酒店|宾馆|饭店|车站|火车站|机场|商场|商城|中学|小学|花园|小区|新村|大桥|立交|山|湖|湾|"
    r"寺|祠|庙|书店|银行|城(?![关中区东西南北]))"
)
_ZONE = re.compile(r"[ ]?[\u4e00-\u9fff]{0,6}?(?:高新(?:技术)?(?:产业)?(?:开发)?区|经开区|开发区|工业园区|新区|保税区|示范区|度假区|管委会)")
_SUFFIXES = frozenset("市县区")
_BEFORE = ("中国", "地址", "地区", "发往", "寄往", "寄到", "送到", "送至", "位于", "人民共和国", "快递到", "发到", "发", "寄", "在", "到", "住", "往", "于")


@dataclass(slots=True)
class Hit:
    """A name in the text and the codes (as written, perhaps closed) that it may mean."""

    start: int
    end: int
    codes: tuple
    rank: int
    kind: str
    gap: bool = False


class Scanner:
    """Reads one text with one :class:`AddressBook`."""

    def __init__(self, book: AddressBook, text: str):
        self.book, self.text = book, text

    def chain(self, start: int) -> list:
        """The first chain of names at or behind a position; empty when there is none."""
        text, starts, book = self.text, self.book.starts, self.book
        hits, here, end, at, size = [], ROOT, start, start, len(self.text)
        while at < size and not (hits and at - end > REACH):
            lengths = starts.get(text[at:at + 2])
            hit = self._hit(at, lengths, here, end) if lengths else None
            if not hit and text[at] in book.letters:
                hit = self._letter(at, here)
            if hit:
                hits.append(hit)
                here, at, end = hit.codes, hit.end, hit.end
                if book.leaves.issuperset(here):
                    break
                continue
            if hits and text[at].isdigit():
                break
            at += 1
        return hits

    def clash(self, hits: list) -> tuple:
        """The codes of the names right behind a chain that do not lie inside it; empty when all fits."""
        if self.book.leaves.issuperset(hits[-1].codes) or hits[-1].kind == "zone":
            return ()
        at = _FILLER.match(self.text, hits[-1].end).end()
        for length in self.book.starts.get(self.text[at:at + 2], ()):
            name = self.text[at:at + length]
            if length < 3 or len(name) < length or self._is_market(at + length):
                continue
            entries = self.book.names.get(name, ())
            codes = tuple(entry.code for entry in entries if entry.rank <= OLD and not entry.scope and entry.kind != "zone")
            if codes:
                return next((chain[-1].codes for chain in [self.chain(at)] if chain and chain[0].start == at), codes)
        return ()

    def beside(self, hits: list) -> tuple:
        """The other district of the same province that is written right behind a district; empty when there is none."""
        code, at = hits[-1].codes[0], hits[-1].end
        if len(hits[-1].codes) > 1 or self.book.level(code) < 2 or hits[-1].kind == "zone":
            return ()
        for length in self.book.starts.get(self.text[at:at + 2], ()):
            name, stop = self.text[at:at + length], at + length
            if length < 3 or len(name) < length or self._is_market(stop) or _ROAD.match(self.text, stop):
                continue
            found = tuple(
                entry.code for entry in self.book.names.get(name, ())
                if entry.rank <= OLD and entry.level == 2 and entry.code[:2] == code[:2] and not entry.scope and entry.kind in ("", "historic"))
            if found:
                return () if self.book.is_same(code, found) else found
        return ()

    def is_zone(self, hits: list) -> bool:
        """Whether a development zone stands where a district is expected."""
        return not self.book.leaves.issuperset(hits[-1].codes) and bool(_ZONE.match(self.text, hits[-1].end))

    def _hit(self, at, lengths, here, end):
        text = self.text
        adjacent = here is ROOT or at == end or _FILLER.match(text, end).end() >= at
        for length in lengths:
            stop = at + length
            entries = self.book.names.get(text[at:stop]) if stop <= len(text) else None
            picked = entries and self.pick(entries, here)
            if not picked:
                continue
            rank, kind, codes = picked
            if rank <= OLD:
                if self._full_fits(at, stop, here, adjacent, kind):
                    return Hit(at, stop, codes, rank, kind, not adjacent)
            elif rank == PART:
                if at == end and text[at - 1] == "市":
                    return Hit(at, stop, codes, SHORT, kind)
            elif adjacent and self._short_fits(at, stop, here, codes):
                if self.book.level(codes[0]) == 2 and text[stop:stop + 1] in _SUFFIXES:
                    stop, kind = stop + 1, "suffix"
                return Hit(at, stop, codes, rank, kind)
        return None

    def _letter(self, at, here):
        """粤深圳市: one letter for a province, right before a name inside it."""
        codes = tuple(entry.code for entry in self.book.names[self.text[at]] if entry.rank == LETTER)
        if here is ROOT and codes and self._opens(at) and self._leads(at + 1, codes, (FULL, SHORT)):
            return Hit(at, at + 1, codes, SHORT, "")
        return None

    def pick(self, entries: tuple, here: tuple):
        """The best meanings of a name inside a place.

        :return: (rank, kind, codes) or None. A live name beats an old one, full beats short, a higher level beats a
            lower one among short names.
        """
        if here is ROOT:
            return self._pick_anywhere(entries)
        if len(entries) == 1:
            return self._pick_only(entries[0], here)
        book, found = self.book, []
        old_scope = any(map(book.is_closed, here))
        for entry in entries:
            if entry.rank == LETTER or (entry.scope and not book.is_same(entry.scope, here)):
                continue
            if book.is_below(entry.code, here):
                found.append((entry.rank * 10 + (entry.level if entry.rank >= SHORT else 0), entry))
            elif book.is_same(entry.code, here):
                # The same name again. For a province the city of that name is meant, for 大理州 the city 大理, for an old name what it
                # once held; for 承德市 nothing more than itself.
                later = 15 if old_scope else 5
                if entry.rank >= SHORT and book.is_city(entry.code):
                    later = -5
                found.append((entry.rank * 10 + later, entry))
        if not found:
            return None
        best = min(found)[0]
        entries = [entry for key, entry in found if key == best]
        if best == FULL and entries[0].level == 2 and book.level(here[0]) == 0:
            entries += [entry for _key, entry in found if entry.rank == OLD and entry.level == 2 and entry.kind == "historic"]
        return entries[0].rank, entries[0].kind, self._unique(entries)

    def _pick_only(self, entry, here):
        book = self.book
        if entry.rank == LETTER or (entry.scope and not book.is_same(entry.scope, here)):
            return None
        if book.is_below(entry.code, here) or book.is_same(entry.code, here):
            return entry.rank, entry.kind, (entry.code,)
        return None

    def _pick_anywhere(self, entries):
        if len(entries) > 1:
            entries = [entry for entry in entries if not entry.scope and entry.rank < PART]
        elif entries[0].scope or entries[0].rank >= PART:
            return None
        if not entries:
            return None
        first = entries[0]
        same = [entry for entry in entries if entry.rank == first.rank]
        if first.rank == FULL:  # 江北区 is a live district of Ningbo and an old one of Chongqing
            same += [entry for entry in entries if entry.rank == OLD and entry.level == first.level and entry.kind == "historic"]
        else:
            same = [entry for entry in same if entry.level == first.level or first.rank == OLD]
        return first.rank, first.kind, self._unique(same)

    def _unique(self, entries):
        if len(entries) == 1:
            return (entries[0].code,)
        live = {}
        for entry in entries:
            live.setdefault(self.book.current[entry.code], entry.code)
        return tuple(live.values())

    def _full_fits(self, at, stop, here, adjacent, kind):
        if self._is_market(stop):
            return False
        if here is ROOT:
            return stop - at > 2 or self._opens(at)
        return adjacent or (stop - at > 2 and kind != "zone")

    def _is_market(self, stop):
        return self.text[stop - 1] == "市" and self.text[stop:stop + 1] == "场"

    def _short_fits(self, at, stop, here, codes):
        low = self.book.level(codes[0]) == 2
        if here is ROOT and not self._opens(at) and not self._leads(stop, codes, (FULL, SHORT)):
            return False
        if (low and _LANDMARK.match(self.text, stop)) or _ROAD.match(self.text, stop):
            # 河北路南区, 江苏镇江 and 台州路桥 are no roads, 河北路 is one.
            return self._leads(stop, codes, (FULL,)) or self._leads(stop, codes, (SHORT,), self.book.level(codes[0]) + 1)
        return True

    def _opens(self, at):
        """Whether a part of the text begins here."""
        before = self.text[at - 1:at]
        return not at or not "\u3400" <= before <= "\u9fff" or self.text.endswith(_BEFORE, 0, at)

    def _leads(self, at, codes, ranks, level=2):
        """Whether a name inside the given places follows, of the given ranks and not below the level."""
        at = _FILLER.match(self.text, at).end()
        for length in self.book.starts.get(self.text[at:at + 2], ()):
            entries = self.book.names.get(self.text[at:at + length], ())
            if any(entry.rank in ranks and entry.level <= level and not entry.scope and self.book.is_below(entry.code, codes) for entry in entries):
                return True
        return False
