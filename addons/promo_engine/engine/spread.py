"""Splitting an effect over lines and units: largest remainder, ties to the earlier, with limits that are never passed."""
from odoo.addons.dealer_base.money import allocate


def spread(total_fen, weights, caps=None):
    """Split an amount; what a target cannot take is moved to the others.

    :param total_fen: amount, any sign; with ``caps`` not below zero.
    :param weights: one int >= 0 per target; all zero means equal shares.
    :param caps: most a target takes, or None for no limit.
    :return: one int per target, in order; sums to ``total_fen``, or to the sum of the caps when that is less.
    """
    count = len(weights)
    if not count or not total_fen:
        return [0] * count
    if not any(weights):
        weights = [1] * count
    if caps is None:
        return allocate(total_fen, weights)
    if total_fen >= sum(caps):
        return list(caps)
    shares, rest = [0] * count, total_fen
    left = [i for i in range(count) if caps[i]]
    while rest:
        heavy = [weights[i] for i in left]
        parts = allocate(rest, heavy if any(heavy) else [caps[i] for i in left])
        full = {i for i, part in zip(left, parts, strict=True) if part >= caps[i]}
        over = any(part > caps[i] for i, part in zip(left, parts, strict=True))
        if not over:
            for i, part in zip(left, parts, strict=True):
                shares[i] = part
            break
        for i in full:
            shares[i] = caps[i]
            rest -= caps[i]
        left = [i for i in left if i not in full]
    return shares


def spread_units(share_fen, segments, floor_fen=0):
    """Split the share of a line over its units, kept as runs of equal units.

    :param share_fen: >= 0, at most what the units can give.
    :param segments: runs (first unit, count, fen now), in unit order.
    :param floor_fen: no unit goes below it.
    :return: runs (first unit, count, fen taken from each), in unit order; zero runs are left out.
    """
    if not share_fen:
        return ()
    if len(segments) == 1:
        start, count, _now = segments[0]
        return _even(start, count, share_fen)
    whole = sum(count * now for _start, count, now in segments)
    if not whole:
        return ()
    parts, rest = [], share_fen
    for start, count, now in segments:
        part, remainder = divmod(share_fen * now, whole)
        parts.append((part, remainder, start, count, now))
        rest -= part * count
    gets = [0] * len(parts)
    for i in sorted(range(len(parts)), key=lambda i: (-parts[i][1], i)):
        if not rest:
            break
        gets[i] = min(rest, parts[i][3])
        rest -= gets[i]
    if floor_fen and any(part + (1 if gets[i] else 0) > now - floor_fen
                         for i, (part, _remainder, _start, _count, now) in enumerate(parts) if part or gets[i]):
        return _limited(share_fen, segments, floor_fen)
    found = []
    for (part, _remainder, start, count, _now), more in zip(parts, gets, strict=True):
        if more:
            found.append((start, more, part + 1))
        if part and count > more:
            found.append((start + more, count - more, part))
    return tuple(found)


def _even(start, count, share_fen):
    part, more = divmod(share_fen, count)
    if not more:
        return ((start, count, part),)
    if not part:
        return ((start, more, 1),)
    return ((start, more, part + 1), (start + more, count - more, part))


def _limited(share_fen, segments, floor_fen):
    """Runs of units some of which reach their floor: the runs share like lines, then each run evenly."""
    caps = [count * max(0, now - floor_fen) for _start, count, now in segments]
    shares = spread(share_fen, [count * now for _start, count, now in segments], caps)
    found = []
    for (start, count, _now), share in zip(segments, shares, strict=True):
        if share:
            found.extend(_even(start, count, share))
    return tuple(found)
