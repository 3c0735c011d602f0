"""The look of the house: components as template tags, French typography, theme. It knows no business."""
