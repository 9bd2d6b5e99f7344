"""Why a policy passes a carrier over -> a sentence."""


def choice_sentence(env, code, policy) -> str:
    """:param code: not_allowed | too_slow | too_dear | missing_ability. :param policy: its name. :return: one sentence."""
    sentences = {
        "not_allowed": env._("not allowed by the carrier policy %s", policy),
        "too_slow": env._("slower than the carrier policy %s allows", policy),
        "too_dear": env._("dearer than the carrier policy %s allows", policy),
        "missing_ability": env._("does not offer what the carrier policy %s asks for", policy),
    }
    return sentences[code]
