from . import messages, opening_messages, payment_messages, receipt_messages
