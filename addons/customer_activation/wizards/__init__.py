from . import activation_duplicate
from . import activation_figure
from . import activation_figures
from . import activation_why
from . import dealer_nomination_reject
from . import dealer_settings
