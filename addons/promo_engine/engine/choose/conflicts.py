"""Conflicts between rules: what forbids that two or more apply together."""


def components(rules, links):
    """Split rules into parts that have nothing to do with each other.

    :param rules: rules in their order.
    :param links: pairs of positions that belong together.
    :return: lists of rules, each in order; ordered by their first rule.
    """
    parent = list(range(len(rules)))

    def root(k):
        while parent[k] != k:
            parent[k] = parent[parent[k]]
            k = parent[k]
        return k

    for a, b in links:
        a, b = root(a), root(b)
        if a != b:
            parent[max(a, b)] = min(a, b)
    found = {}
    for k, rule in enumerate(rules):
        found.setdefault(root(k), []).append(rule)
    return [found[k] for k in sorted(found)]


def forbidden(first, second):
    """:return: whether two rules name each other (or their campaigns) as incompatible."""
    return bool({second.id, second.campaign} - {""} & set(first.not_with) or {first.id, first.campaign} - {""} & set(second.not_with))


def links_of(rules):
    """:return: pairs of positions of rules that share a group or exclude each other."""
    links, members = [], {}
    for k, rule in enumerate(rules):
        for group in rule.groups:
            links.append((members.setdefault(group.name, k), k))
    named = [k for k, rule in enumerate(rules) if rule.not_with]
    for k in named:
        links += [(k, other) for other in range(len(rules)) if other != k and forbidden(rules[k], rules[other])]
    return links


def room_in(groups):
    """:param groups: the Group rows that the members of a group carry. :return: how many of them may apply."""
    return min(group.n if group.mode == "at_most" else 1 for group in groups)


def group_rooms(rules):
    """:return: group name -> how many of these rules may apply."""
    found = {}
    for rule in rules:
        for group in rule.groups:
            found.setdefault(group.name, []).append(group)
    return {name: room_in(groups) for name, groups in found.items()}


def fits(rule, taken, rooms):
    """Whether a rule may apply beside those taken already.

    :return: None, or the rule that is in the way.
    """
    for other in taken:
        if forbidden(rule, other):
            return other
    for group in rule.groups:
        same = [other for other in taken if any(mine.name == group.name for mine in other.groups)]
        if len(same) >= rooms.get(group.name, 1):
            return same[0]
    return None
