"""The sample of the call-back audits: drawn by the system, the same for everybody who repeats it, guessed by nobody beforehand."""
import hashlib


def draw(keys, share_bp: int, minimum: int, seed: str) -> tuple:
    """Draw a sample.

    :param keys: distinct strings.
    :param share_bp: part to draw in basis points, rounded up.
    :param minimum: smallest sample, as far as there are keys.
    :param seed: a secret that is drawn anew for every sample and kept with it.
    :return: tuple of keys, in the order drawn.
    """
    keys = list(keys)
    if len(set(keys)) != len(keys):
        raise ValueError("keys must differ")
    size = min(len(keys), max(minimum, -(-len(keys) * share_bp // 10_000)))
    return tuple(sorted(keys, key=lambda key: hashlib.sha256(f"{seed}:{key}".encode()).digest())[:size])
