def letter(application, entry):
    return {"authority": {"name": str(application.call.programme.authority)}, "reference": application.handle}
