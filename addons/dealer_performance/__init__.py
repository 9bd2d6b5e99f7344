from . import models
from . import scoring
