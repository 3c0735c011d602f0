def load(demo):
    demo.vouchers_seen = True
