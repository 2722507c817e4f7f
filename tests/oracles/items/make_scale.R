# psych::alpha's item statistics and response frequencies, semTools' omega without each item, and the
# difference of the upper and lower 27 %. Run in this folder: Rscript make_scale.R
library(psych); library(lavaan); library(semTools); library(jsonlite)
versions <- list(R = R.version.string, psych = as.character(packageVersion("psych")),
                 lavaan = as.character(packageVersion("lavaan")),
                 semTools = as.character(packageVersion("semTools")))
designs <- list(survey = c(4, 5, 4, 4, 5), holes = c(4, 5, 4, 4, 5), small = c(4, 4, 4),
                bfi = c(5, 5, 5, 5, 5))
quiet <- function(x) suppressWarnings(suppressMessages(x))
omega_of <- function(x) {
  model <- paste("f =~", paste(names(x), collapse = " + "))
  fit <- quiet(cfa(model, x, std.lv = TRUE)); fit <- quiet(cfa(model, x, std.lv = TRUE, start = fit))
  if (!lavInspect(fit, "converged")) return(NA)
  unname(quiet(compRelSEM(fit, obs.var = TRUE)))
}
upper_lower <- function(x, low, high) {            # ties at the border belong to the group
  s <- rowSums(x); g <- max(1, round(0.27 * nrow(x))); o <- sort(s)
  up <- colMeans(x[s >= o[length(o) - g + 1], ]); down <- colMeans(x[s <= o[g], ])
  unname((up - down) / (high - low))
}
for (case in names(designs)) {
  x <- read.csv(file.path("..", "answers", paste0(case, ".csv")))
  low <- min(x, na.rm = TRUE); high <- max(x, na.rm = TRUE)
  ends <- rep(seq_along(designs[[case]]), designs[[case]])
  scales <- lapply(split(names(x), ends), function(items) {
    whole <- na.omit(x[items]); a <- quiet(alpha(whole, warnings = FALSE)); s <- a$item.stats
    turned <- quiet(alpha(whole, warnings = FALSE, check.keys = TRUE))
    list(items = items, r_total = s$raw.r, r_std = s$std.r, r_cor = s$r.cor,
         alpha_std_if_dropped = a$alpha.drop$std.alpha,
         discrimination = upper_lower(whole, low, high),
         omega_if_dropped = if (case %in% c("small", "survey"))
           sapply(seq_along(items), function(i) omega_of(whole[-i])) else NULL,
         reversed = items[startsWith(unlist(turned$keys), "-")],
         reversed_alpha = turned$total$raw_alpha, reversed_r_drop = turned$item.stats$r.drop)
  })
  f <- response.frequencies(x)
  write_json(list(versions = versions, scales = unname(scales), codes = as.numeric(head(colnames(f), -1)),
                  shares = unname(100 * f[, -ncol(f)]), missing = unname(100 * f[, "miss"])),
             paste0("scale_", case, ".json"), digits = NA, auto_unbox = TRUE)
}
