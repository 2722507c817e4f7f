# psych::corr.test, R's cor.test for Kendall, and lavaan::lavCor of ordered and measured variables
# together. Run in this folder: Rscript make.R. Reads ../answers and ../polychoric.
library(psych); library(lavaan); library(jsonlite)
versions <- list(R = R.version.string, psych = as.character(packageVersion("psych")),
                 lavaan = as.character(packageVersion("lavaan")))
plain <- function(m) unname(as.matrix(unclass(m)))
for (case in c("small", "holes")) {
  x <- read.csv(file.path("..", "answers", paste0(case, ".csv")))[, 1:8]
  out <- list(versions = versions)
  for (use in c("complete", "pairwise")) for (method in c("pearson", "spearman")) {
    k <- corr.test(if (use == "complete") na.omit(x) else x, use = use, method = method, adjust = "holm")
    up <- which(upper.tri(k$r), arr.ind = TRUE); up <- up[order(up[, 1], up[, 2]), ]
    low <- up[, 2:1]
    out[[paste(method, use, sep = "_")]] <-
      list(r = k$r[up], n = if (length(k$n) == 1) rep(k$n, nrow(up)) else k$n[up], t = k$t[up],
           p = k$p[low], adjusted = k$p[up], lower = k$ci$lower, upper = k$ci$upper)
  }
  y <- na.omit(x); pairs <- t(combn(ncol(y), 2))
  out$kendall <- list(r = apply(pairs, 1, function(i) cor(y[, i[1]], y[, i[2]], method = "kendall")),
    p = apply(pairs, 1, function(i) suppressWarnings(cor.test(y[, i[1]], y[, i[2]], method = "kendall",
                                                              exact = FALSE)$p.value)))
  write_json(out, paste0(case, ".json"), digits = NA, auto_unbox = TRUE)
}
x <- read.csv(file.path("..", "polychoric", "mixed.csv"))
x$second <- x$outcome * 0.5 + as.numeric(x$Q7) * c(-1, 0.3)[1 + (seq_len(nrow(x)) %% 2)]
ordered <- paste0("Q", 1:6)
R <- suppressWarnings(lavCor(x[, c(ordered, "Q8", "outcome", "second")], ordered = ordered))
write_json(list(versions = versions, ordered = ordered, names = colnames(R), matrix = plain(R)),
           "mixed.json", digits = NA, auto_unbox = TRUE)
