# Missing-data analysis by R: EM moments, Little's test, separate-variance t tests, missing information.
# Run in this folder: Rscript make.R
suppressPackageStartupMessages({ library(lavaan); library(jsonlite) })
versions <- list(R = as.character(getRversion()), lavaan = as.character(packageVersion("lavaan")))
save <- function(x, name) write_json(x, paste0(name, ".json"), digits = NA, auto_unbox = TRUE, na = "null",
                                     null = "null", dataframe = "columns")
plain <- function(x) { x <- as.data.frame(unclass(x)); for (n in names(x)) attributes(x[[n]]) <- NULL; x }
air <- airquality[, c("Ozone", "Solar.R", "Wind", "Temp", "Month", "Day")]
write.csv(air, "airquality.csv", row.names = FALSE)
hs <- read.csv("../estimators/hs_missing.csv")
holes <- read.csv("../answers/holes.csv")
# who left x1 out depends on x4: missing at random, not completely so
set.seed(20240815)
mar <- read.csv("../cfa/holzinger.csv")[, c("school", "sex", "ageyr", paste0("x", 1:9))]
mar$x1[mar$x4 + rnorm(nrow(mar)) > 4] <- NA
mar$x7[mar$x9 + rnorm(nrow(mar), 0, .5) < 4.8] <- NA
mar$ageyr[c(7, 30)] <- NA
write.csv(mar, "mar.csv", row.names = FALSE)
files <- c(airquality = "airquality.csv", hs = "../estimators/hs_missing.csv", holes = "../answers/holes.csv", mar = "mar.csv")

saturated <- function(data) {
  v <- names(data)
  pairs <- outer(seq_along(v), seq_along(v), "<=")
  at <- which(pairs, arr.ind = TRUE)
  model <- c(paste(v, "~ 1"), paste(v[at[, 1]], "~~", v[at[, 2]]))
  lavaan(paste(model, collapse = "\n"), data, missing = "ml", meanstructure = TRUE,
         em.h1.iter.max = 20000L, em.h1.tol = 1e-12,
         control = list(iter.max = 20000, eval.max = 40000, rel.tol = 1e-15))
}
little <- function(data, mean, cov) {
  data <- as.matrix(data[rowSums(!is.na(data)) > 0, ])
  code <- apply(1 * is.na(data), 1, paste, collapse = "")
  found <- sapply(split(seq_len(nrow(data)), code), function(rows) {
    block <- data[rows, , drop = FALSE]
    there <- !is.na(block[1, ])
    gap <- colMeans(block[, there, drop = FALSE]) - mean[there]
    c(length(rows) * mahalanobis(gap, rep(0, sum(there)), cov[there, there, drop = FALSE]), sum(there))
  })
  chisq <- sum(found[1, ]); df <- sum(found[2, ]) - ncol(data)
  list(chisq = chisq, df = df, pvalue = pchisq(chisq, df, lower.tail = FALSE), patterns = ncol(found))
}
welch <- function(data) {
  out <- list()
  for (item in names(data)) for (other in setdiff(names(data), item)) {
    gap <- is.na(data[[item]])
    a <- na.omit(data[gap, other]); b <- na.omit(data[!gap, other])
    if (length(a) < 2 || length(b) < 2 || var(a) + var(b) == 0) next
    t <- t.test(a, b)
    pooled <- sqrt((sum((a - mean(a))^2) + sum((b - mean(b))^2)) / (length(a) + length(b) - 2))
    out[[length(out) + 1]] <- data.frame(item = item, variable = other, n_missing = length(a), n_answered = length(b),
      mean_missing = mean(a), mean_answered = mean(b), t = t$statistic[[1]], df = t$parameter[[1]],
      pvalue = t$p.value, d = (mean(a) - mean(b)) / pooled, r = cor(1 * gap, data[[other]], use = "complete.obs"))
  }
  out <- do.call(rbind, out)
  out$p_holm <- p.adjust(out$pvalue, "holm")
  out
}
for (name in names(files)) {
  data <- switch(name, airquality = air, hs = hs[, -1], holes = holes, mar = mar[, paste0("x", 1:9)])
  fit <- saturated(data)
  em <- lavInspect(fit, "sampstat")
  out <- list(versions = versions, file = files[[name]], items = names(data), n = nrow(data), em_n = lavInspect(fit, "nobs"),
              mean = as.numeric(em$mean[names(data)]), cov = unclass(em$cov[names(data), names(data)]),
              little = little(data, em$mean[names(data)], em$cov[names(data), names(data)]), tests = welch(data),
              coverage = crossprod(1 * !is.na(data)) / nrow(data),
              pairwise = cor(data, use = "pairwise.complete.obs"))
  if (ncol(data) < 12) out$fmi <- plain(parameterEstimates(fit, fmi = TRUE)[, c("lhs", "op", "rhs", "est", "se", "fmi")])
  dimnames(out$cov) <- NULL; dimnames(out$coverage) <- NULL; dimnames(out$pairwise) <- NULL
  save(out, name)
}
# auxiliary variables of the data missing at random
x <- paste0("x", 1:9)
aux <- list()
for (item in c("x1", "x7")) for (v in c("school", "sex")) {
  c2 <- suppressWarnings(chisq.test(is.na(mar[[item]]), mar[[v]], correct = FALSE))
  aux[[length(aux) + 1]] <- data.frame(item = item, variable = v, n = nrow(mar), chisq = c2$statistic[[1]],
    df = c2$parameter[[1]], pvalue = c2$p.value, v = sqrt(c2$statistic[[1]] / nrow(mar)))
}
aux <- do.call(rbind, aux)
aux$p_holm <- p.adjust(aux$pvalue, "holm")
save(list(versions = versions, file = "mar.csv", categories = aux), "auxiliary")

# fraction of missing information of factor models
three <- "visual  =~ x1 + x2 + x3\n textual =~ x4 + x5 + x6\n speed   =~ x7 + x8 + x9"
models <- list(three = list(model = three),
               labels = list(model = sub("x2 \\+ x3", "a*x2 + a*x3", three)),
               metric = list(model = three, group = "school", group.equal = "loadings"))
for (name in names(models)) for (data in c("hs", "mar")) {
  for (tolerance in c(1e-14, 1e-13, 1e-12, 1e-10)) {
    fit <- suppressWarnings(do.call("cfa", c(models[[name]], list(data = get(data), missing = "ml",
      em.h1.iter.max = 20000L, em.h1.tol = 1e-12,
      control = list(iter.max = 20000, eval.max = 40000, rel.tol = tolerance)))))
    if (lavInspect(fit, "converged")) break
  }
  stopifnot(lavInspect(fit, "converged"))
  table <- parameterEstimates(fit, fmi = TRUE, remove.nonfree = FALSE, remove.eq = FALSE, remove.system.eq = FALSE)
  options <- models[[name]][setdiff(names(models[[name]]), "model")]
  save(list(versions = versions, file = files[[data]], model = models[[name]]$model, options = options,
            groups = if (is.null(options$group)) NULL else lavInspect(fit, "group.label"),
            parameters = plain(table[table$op != "==", ])), paste("cfa", name, data, sep = "_"))
}
