from . import acceptance
from . import portal_brake
