"""The house rules as a program. One file of `rules/` a family; a rule is a function that yields problems."""
from tools.house import rules
from tools.house.registry import RULES
from tools.house.source import Tree


def check(root, names=()):
    """Apply every rule to the add-ons `names` (default: all) under `root`/addons.

    :return: sorted list of :class:`Problem`.
    """
    tree = Tree(root)
    chosen = [tree.addons[name] for name in (names or sorted(tree.addons))]
    found = set()
    for rule in RULES:
        for addon in chosen:
            found.update(rule(addon, tree))
    return sorted(found)
