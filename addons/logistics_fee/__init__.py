from . import layouts, models
