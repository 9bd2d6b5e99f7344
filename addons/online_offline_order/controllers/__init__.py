from . import acceptance, pickup, portal_brake
