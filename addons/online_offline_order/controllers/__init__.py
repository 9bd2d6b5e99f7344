from . import acceptance, pickup, portal_account, portal_aftersales, portal_attribution, portal_brake, portal_lost_sale, portal_order, portal_paper
