const potato = (g) => (g < 2 ? g : potato(g - 1) + potato(g - 2));
