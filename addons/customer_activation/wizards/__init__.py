from . import dealer_nomination_reject
