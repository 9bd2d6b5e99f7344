from . import messages, payment_messages, receipt_messages
