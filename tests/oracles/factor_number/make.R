# psych::fa.parallel and vss (MAP), and the 4th-power MAP and empirical Kaiser criterion written out
# from their papers. Run in this folder: Rscript make.R
library(psych); library(jsonlite)
set.seed(7)
versions <- list(R = R.version.string, psych = as.character(packageVersion("psych")))

partials <- function(R, power) {       # Velicer (1976); Velicer, Eaton & Fava (2000)
  p <- ncol(R); e <- eigen(R)
  A <- e$vectors %*% diag(sqrt(pmax(e$values, 0)))
  sapply(0:(p - 1), function(k) {
    C <- if (k == 0) R else R - A[, 1:k, drop = FALSE] %*% t(A[, 1:k, drop = FALSE])
    Q <- C / sqrt(outer(diag(C), diag(C)))
    (sum(abs(Q)^power) - p) / (p * (p - 1))
  })
}
empirical <- function(values, n) {     # Braeken & van Assen (2017), eq. 2
  p <- length(values)
  sapply(seq_len(p), function(j) {
    before <- if (j == 1) 0 else sum(values[1:(j - 1)])
    max((p - before) / (p - j + 1) * (1 + sqrt(p / n))^2, 1)
  })
}

draws <- 400
for (case in c("survey", "small", "bfi")) {
  x <- read.csv(file.path("..", "answers", paste0(case, ".csv")))
  R <- cor(x); p <- ncol(R)
  capture.output(f <- suppressWarnings(fa.parallel(x, fm = "minres", fa = "both", n.iter = draws,
                                                   plot = FALSE, quant = 0.95)))
  pc <- f$values[, 2 * p + 1:p]; fc <- f$values[, 3 * p + 1:p]   # random normal data
  v <- suppressWarnings(vss(R, n = p, n.obs = nrow(x), plot = FALSE, rotate = "none"))
  write_json(list(versions = versions, n = nrow(x), draws = draws,
                  components = f$pc.values, factors = f$fa.values,
                  n_factors = f$nfact, n_components = f$ncomp,
                  components_mean = unname(colMeans(pc)), components_sd = unname(apply(pc, 2, sd)),
                  components_95 = unname(apply(pc, 2, quantile, 0.95)),
                  factors_mean = unname(colMeans(fc)), factors_sd = unname(apply(fc, 2, sd)),
                  factors_95 = unname(apply(fc, 2, quantile, 0.95)),
                  psych_map = v$map, map = partials(R, 2), map4 = partials(R, 4),
                  empirical_kaiser = empirical(f$pc.values, nrow(x)),
                  kaiser = sum(f$pc.values > 1)),
             paste0(case, ".json"), digits = NA, auto_unbox = TRUE)
}
