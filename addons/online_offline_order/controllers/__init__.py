from . import acceptance, pickup, portal_aftersales, portal_attribution, portal_brake, portal_order, portal_paper
