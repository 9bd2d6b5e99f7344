from . import adapters, models, returns, settlement
from .hooks import post_init_hook
