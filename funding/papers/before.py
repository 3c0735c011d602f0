from .common import letter


def receipt(application, entry):
    return letter(application, entry)


amended_receipt = missing_pieces = eligibility = receipt
