from .common import letter


def agreement(agreement, entry):
    return letter(agreement.application, entry)


def payment_order(disbursement, entry):
    return letter(disbursement.agreement.application, entry)
