from . import test_activation_offer
from . import test_activation_week_tour
