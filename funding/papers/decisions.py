from .common import letter


def award(application, entry):
    return letter(application, entry)


rejection = ineligibility = reserve = award
