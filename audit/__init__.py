"""The engine run over whole archives: gather, plan in parts, judge part by part, join."""
