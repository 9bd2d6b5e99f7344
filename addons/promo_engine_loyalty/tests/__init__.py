from . import test_both
