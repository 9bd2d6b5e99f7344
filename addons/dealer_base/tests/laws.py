"""Laws of the cores: a statement that holds for every seed."""
try:
    from hypothesis import given, settings
    from hypothesis import strategies as st
except ImportError:
    given = None


def seeds(runs):
    """Make a decorator that runs a law ``law(self, seed)`` with many seeds; hypothesis drives them where it is installed.

    :param runs: how many.
    :return: decorator of test methods.
    """
    def decorate(function):
        if given:
            return settings(max_examples=runs, deadline=None)(given(seed=st.integers(0, 2**32))(function))

        def law(self):
            for seed in range(runs):
                with self.subTest(seed=seed):
                    function(self, seed)
        law.__name__ = function.__name__
        return law
    return decorate
