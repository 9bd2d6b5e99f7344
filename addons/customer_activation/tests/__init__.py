from . import test_nomination
from . import test_nomination_access
