"""The one entry: text -> :class:`ParsedAddress`."""
from .book import OLD, SHORT, AddressBook
from .result import AMBIGUOUS, FOUND, UNKNOWN, ParsedAddress
from .scan import Scanner
from .text import EDGES, contact_of, tidy

MAX_CHAINS = 4
_WARNINGS = {"historic": "historic_name", "suffix": "alias_wrong_suffix", "zone": "development_zone"}


def parse(book: AddressBook, text: str) -> ParsedAddress:
    """Read one free-text address.

    :return: :class:`ParsedAddress`; refusals are values, nothing is raised whatever the text holds.
    """
    text, phone = tidy(text or "")
    scanner = Scanner(book, text)
    chains = _chains(scanner)
    if not chains:
        contact, street = contact_of("", text, book.names)
        return ParsedAddress(UNKNOWN, refusal="unknown_address", street=_line(street), contact=contact, phone=phone)
    hits = next((chain for chain in chains if _is_strong(chain)), chains[0])
    codes, refusal = _settle(scanner, chains, hits)
    contact, street = contact_of(text[:hits[0].start], text[hits[-1].end:], book.names)
    written = tuple([text[hit.start:hit.end] for hit in hits])
    candidates = tuple([book.candidate(code) for code in codes])
    status, place, confidence = AMBIGUOUS, None, 0
    if len(candidates) == 1:
        status, place = FOUND, candidates[0]
        confidence = max(_confidence(book, hits, written) - (0 if hits is chains[0] else 10), 10)
    elif not refusal:
        refusal = "ambiguous_address"
    return ParsedAddress(
        status, place, candidates, refusal, _warnings(scanner, hits), confidence, written,
        _line(street.lstrip(EDGES).removeprefix(written[-1]) if hits[-1].rank <= OLD else street), contact, phone)


def parse_many(book: AddressBook, texts: list) -> list:
    """Read many addresses; one :class:`ParsedAddress` a text, same order."""
    return [parse(book, text) for text in texts]


def _chains(scanner):
    """Chains of names in the text, until one is precise enough to look no further."""
    chains, at = [], 0
    while len(chains) < MAX_CHAINS:
        hits = scanner.chain(at)
        if not hits:
            break
        chains.append(hits)
        at = hits[-1].end
        if len(hits[-1].codes) == 1 and (len(hits) > 1 or hits[-1].rank <= OLD and scanner.book.level(hits[-1].codes[0]) == 2):
            break
    return chains


def _is_strong(hits):
    """Several names, or one written in full: no word that merely happens to be a name."""
    return len(hits) > 1 or hits[0].rank <= OLD


def _settle(scanner, chains, hits):
    """Codes that remain possible, and the refusal when names contradict each other."""
    book = scanner.book
    codes = hits[-1].codes
    others = [chain[-1].codes for chain in chains if chain is not hits]
    if len(codes) > 1:
        # 朝阳区建国路88号 北京: the city may be named elsewhere in the text.
        for other in others:
            inside = tuple(code for code in codes if book.is_below(code, other))
            codes = inside or codes
    live = _live(book, codes)
    against = _denied(scanner, chains, hits, codes)
    if against:
        return _live(book, (*codes, *against)), "conflicting_address"
    if len(hits) > 1 and len(live) == 1 and book.leaves.issuperset(codes):
        return live, ""
    clash = scanner.clash(hits)
    rival = next((chain for chain in chains if chain is not hits and len(chain) > 1 and len(hits) == 1), None)
    if not clash and rival and _is_strong(hits) and not any(book.is_below(code, rival[-1].codes) for code in codes):
        clash = rival[-1].codes if not any(book.is_below(code, codes) for code in rival[-1].codes) else ()
    if clash and len(live) == 1 and not book.is_below(live[0], clash):
        both = _live(book, (*live, *clash))
        if len(both) > 1:
            return both, "conflicting_address"
    return live, ""


def _denied(scanner, chains, hits, codes):
    """Codes of a name that stands against a chain and denies it: 四川杭州西湖区 is in neither, nor is 巢湖市庐江县."""
    book, first = scanner.book, chains[0]
    if first is not hits and len(first) == 1 and first[0].end == hits[0].start and not any(
            book.is_below(code, first[0].codes) or book.is_same(code, first[0].codes) for code in codes):
        return first[0].codes
    return scanner.beside(hits)


def _live(book, codes):
    return tuple(dict.fromkeys(book.current[code] for code in codes))


def _warnings(scanner, hits):
    found = [_WARNINGS[hit.kind] for hit in hits if hit.kind in _WARNINGS]
    found += ["part_between" for hit in hits if hit.gap]
    if len(hits) == 1 and hits[0].rank >= SHORT:
        found.append("short_name_only")
    if "development_zone" not in found and scanner.is_zone(hits):
        found.append("development_zone")
    return tuple(dict.fromkeys(found)) if found else ()


def _confidence(book, hits, written):
    """From 100 down, for everything a reader had to add."""
    points = 100 - 10 * book.level(hits[0].codes[0])
    for hit in hits:
        points -= 5 * (hit.rank >= SHORT) + 10 * (hit.rank == OLD or hit.kind == "suffix") + 10 * hit.gap + 10 * (hit.kind == "zone")
    if len(hits) == 1 and hits[0].rank >= SHORT:  # a lone short name: a person's, a street's, or another place's of that name
        rivals = any(entry.level == 2 for entry in book.names.get(written[0], ()))
        points -= 30 if rivals else 15
    return points


def _line(text):
    return " ".join(text.replace("\n", " ").split()).strip(EDGES)
