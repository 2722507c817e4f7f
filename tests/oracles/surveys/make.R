# The whole report of a survey once more in R: what svqkit.validate must agree with.
# Rscript make.R ANSWERS.csv SPEC.json OUT.json, for instance
#   Rscript make.R ../../../datasets/bank/bank.csv bank.spec.json bank.json
#   Rscript make.R $SVQKIT_TEST_KIOSK/clean.csv kiosk.spec.json kiosk.json
# The answers have columns P1.., E1.. and the outcomes; the spec names scales, items and outcomes.
suppressPackageStartupMessages({library(psych); library(lavaan); library(semTools); library(jsonlite)})
args <- commandArgs(trailingOnly = TRUE)
data <- read.csv(args[1], check.names = FALSE)
spec <- fromJSON(args[2], simplifyVector = TRUE)
scales <- spec$scales
codes <- unlist(scales, use.names = FALSE)
form <- function(letter, names) {
  x <- data[, sub("^Q", letter, names), drop = FALSE]
  colnames(x) <- names
  x
}
P <- form("P", codes); E <- form("E", codes); G <- P - E
out <- list(versions = list(R = R.version.string, psych = as.character(packageVersion("psych")),
  lavaan = as.character(packageVersion("lavaan")), semTools = as.character(packageVersion("semTools"))),
  n = nrow(P))

# Reliability of each scale, complete answers of that scale (psych's alpha is pairwise).
rel <- function(x) lapply(scales, function(names) {
  y <- na.omit(x[, names]); a <- suppressWarnings(psych::alpha(y, warnings = FALSE))
  list(n = nrow(y), alpha = a$total$raw_alpha, alpha_std = a$total$std.alpha,
       r_drop = as.list(setNames(a$item.stats$r.drop, names)),
       alpha_if_dropped = as.list(setNames(a$alpha.drop$raw_alpha, names)))
})
out$reliability <- list(perceptions = rel(P), expectations = rel(E), gaps = rel(G))

complete <- na.omit(P); R <- cor(complete)
k <- KMO(R); b <- cortest.bartlett(R, n = nrow(complete))
out$factorability <- list(n = nrow(complete), kmo = k$MSA, msa = as.list(k$MSAi), bartlett_chisq = b$chisq,
  bartlett_df = b$df, determinant = det(R))
out$eigenvalues <- eigen(R)$values
v <- vss(R, n = min(10, ncol(R) - 1), n.obs = nrow(complete), plot = FALSE, fm = "pc")
out$map_at <- which.min(v$map)

f <- fa(R, nfactors = length(scales), n.obs = nrow(complete), fm = "minres", rotate = "oblimin")
out$efa <- list(communalities = as.list(f$communality), chisq = f$STATISTIC, df = f$dof, tli = f$TLI,
  rmsea = unname(f$RMSEA[1]), rmsr = f$rms)

lines <- function(s) paste(mapply(function(n, i) paste(n, "=~", paste(i, collapse = " + ")), names(s), s), collapse = "\n")
fits <- list(designed = lines(scales), one = paste("service_quality =~", paste(codes, collapse = " + ")))
if (length(spec$merge) > 1) {
  s <- scales[setdiff(names(scales), spec$merge)]
  s[["merged"]] <- unlist(scales[spec$merge], use.names = FALSE)
  fits$merged <- lines(s)
}
if (length(scales) > 3) fits$second <- paste(lines(scales), paste("service_quality =~", paste(names(scales), collapse = " + ")), sep = "\n")
keep <- c("npar","fmin","chisq","df","pvalue","baseline.chisq","baseline.df","cfi","tli","nfi","rni","ifi","logl",
  "unrestricted.logl","aic","bic","bic2","ntotal","rmsea","rmsea.ci.lower","rmsea.ci.upper","rmsea.pvalue","rmr","srmr","crmr","gfi","agfi")
fitted <- lapply(fits, function(m) cfa(m, data = complete))
out$fit <- lapply(fitted, function(x) as.list(fitMeasures(x, keep)))
d <- fitted$designed
pe <- parameterEstimates(d, standardized = TRUE)
out$parameters <- pe[, c("lhs","op","rhs","est","se","z","pvalue","ci.lower","ci.upper","std.lv","std.all")]
mi <- modindices(d, sort. = TRUE)
out$modification <- head(mi[, c("lhs","op","rhs","mi","epc","sepc.all")], 30)
# compRelSEM also gives total-variance CR; obs.var = TRUE is its default. AVE() is the observed-variance one.
out$ave <- as.list(AVE(d)); out$cr <- as.list(compRelSEM(d))
h <- htmt(lines(scales), data = complete, htmt2 = FALSE); h2 <- htmt(lines(scales), data = complete, htmt2 = TRUE)
out$htmt <- as.data.frame(unclass(h)); out$htmt2 <- as.data.frame(unclass(h2))

gap <- function(p, e) {
  ok <- !is.na(p) & !is.na(e); p <- p[ok]; e <- e[ok]; t <- t.test(p, e, paired = TRUE)
  list(n = sum(ok), gap = mean(p - e), low = t$conf.int[1], high = t$conf.int[2], t = unname(t$statistic),
       df = unname(t$parameter), p = t$p.value, sd = sd(p - e), dz = mean(p - e) / sd(p - e))
}
allP <- data[, sub("^Q", "P", spec$items)]; allE <- data[, sub("^Q", "E", spec$items)]
out$gap_items <- setNames(lapply(seq_along(spec$items), function(i) gap(allP[[i]], allE[[i]])), spec$items)
out$gap_holm <- as.list(setNames(p.adjust(sapply(out$gap_items, `[[`, "p"), "holm"), spec$items))
# A dimension's score is the mean of its items answered in both forms, if at least half are.
both <- !is.na(P) & !is.na(E)
score <- function(x, names) {
  y <- as.matrix(x[, names, drop = FALSE]); ok <- both[, names, drop = FALSE]; y[!ok] <- NA
  ifelse(rowSums(ok) * 2 >= length(names), rowMeans(y, na.rm = TRUE), NA)
}
out$gap_dimensions <- lapply(scales, function(names) gap(score(P, names), score(E, names)))
if (length(spec$outcomes)) {
  tp <- rowMeans(sapply(scales, function(n) score(P, n))); te <- rowMeans(sapply(scales, function(n) score(E, n))); tg <- tp - te
  out$outcomes <- lapply(setNames(spec$outcomes, spec$outcomes), function(o) {
    y <- data[[o]]; ok <- complete.cases(tp, tg, y); y <- y[ok]
    X <- sapply(scales, function(n) score(P, n))[ok, ]
    list(n = sum(ok), r_perception = cor(tp[ok], y), r_gap = cor(tg[ok], y), low = cor.test(tp[ok], y)$conf.int[1],
         high = cor.test(tp[ok], y)$conf.int[2], r_squared = summary(lm(y ~ X))$r.squared)
  })
}
write_json(out, args[3], digits = NA, auto_unbox = TRUE, pretty = TRUE)
