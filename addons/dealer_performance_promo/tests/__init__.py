from . import test_campaign_from_report
