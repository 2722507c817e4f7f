# Bifactor indices with delta-method errors by lavaan's := parameters; Schmid-Leiman by psych; the
# structures of SERVQUAL compared by lavaan. Run in this folder: Rscript make.R
suppressPackageStartupMessages({ library(lavaan); library(psych); library(semTools); library(jsonlite) })
versions <- list(R = as.character(getRversion()), lavaan = as.character(packageVersion("lavaan")),
                 psych = as.character(packageVersion("psych")))
save <- function(x, name) write_json(c(list(versions = versions), x), paste0(name, ".json"), digits = NA, auto_unbox = TRUE)
plus <- function(...) paste0("(", paste(c(...), collapse = " + "), ")")
data <- read.csv("../answers/survey.csv")
scales <- list(tangibles = paste0("Q", 1:4), reliability = paste0("Q", 5:9), responsiveness = paste0("Q", 10:13),
               assurance = paste0("Q", 14:17), empathy = paste0("Q", 18:22))
all <- unlist(scales, use.names = FALSE)
g <- setNames(paste0("g_", all), all); s <- setNames(paste0("s_", all), all); t <- setNames(paste0("t_", all), all)
total <- setNames(paste0("(", g, "^2 + ", s, "^2 + ", t, ")"), all)
std <- function(l) paste0("(", l, "/sqrt(", total[names(l)], "))")
text <- paste0("general =~ ", paste0(g, "*", all, collapse = " + "), "\n",
               paste(sapply(names(scales), function(f) paste0(f, " =~ ", paste0(s[scales[[f]]], "*", scales[[f]], collapse = " + "))), collapse = "\n"), "\n",
               paste0(all, " ~~ ", t, "*", all, collapse = "\n"), "\n")
common <- plus(paste0(std(g), "^2"), paste0(std(s), "^2"))
defined <- paste0("ecv_own.general := ", plus(paste0(std(g), "^2")), "/", common, "\n")
variance <- paste0("(", plus(std(g)), "^2 + ", paste(sapply(scales, function(i) paste0(plus(std(s[i])), "^2")), collapse = " + "),
                   " + ", plus(paste0(t, "/", total)), ")")
defined <- paste0(defined, "omega_h.general := ", plus(std(g)), "^2/", variance, "\n",
                  "omega.general := 1 - ", plus(paste0(t, "/", total)), "/", variance, "\n")
odds <- function(l) plus(paste0(std(l), "^2/(1 - ", std(l), "^2)"))
defined <- paste0(defined, "h.general := 1/(1 + 1/", odds(g), ")\n")
for (f in names(scales)) {
  i <- scales[[f]]; unique <- plus(paste0(t[i], "/", total[i]))
  part <- paste0("(", plus(std(g[i])), "^2 + ", plus(std(s[i])), "^2 + ", unique, ")")
  both <- plus(paste0(std(g[i]), "^2"), paste0(std(s[i]), "^2"))
  defined <- paste0(defined, "ecv_own.", f, " := ", plus(paste0(std(s[i]), "^2")), "/", both, "\n",
                    "ecv_whole.", f, " := ", plus(paste0(std(s[i]), "^2")), "/", common, "\n",
                    "ecv_general.", f, " := ", plus(paste0(std(g[i]), "^2")), "/", both, "\n",
                    "omega.", f, " := 1 - ", unique, "/", part, "\n",
                    "omega_h.", f, " := ", plus(std(s[i])), "^2/", part, "\n",
                    "h.", f, " := 1/(1 + 1/", odds(s[i]), ")\n")
}
fit <- cfa(paste0(text, defined), data = data, std.lv = TRUE, orthogonal = TRUE, control = list(iter.max = 20000))
e <- parameterEstimates(fit); e <- e[e$op == ":=", ]
l <- lavInspect(fit, "std")$lambda; u <- diag(lavInspect(fit, "std")$theta)
determinacy <- sqrt(diag(t(l) %*% solve(l %*% t(l) + diag(u)) %*% l))
save(list(file = "survey.csv", scales = scales, name = sub("[.].*", "", e$lhs), factor = sub(".*[.]", "", e$lhs), est = e$est, se = e$se,
          determinacy = as.list(determinacy), chisq = as.numeric(fitMeasures(fit, "chisq")), df = as.numeric(fitMeasures(fit, "df"))), "indices")
# Schmid-Leiman of an exploratory solution; the ECV is psych's
for (name in c("survey", "bfi")) {
  answers <- na.omit(read.csv(paste0("../answers/", name, ".csv")))
  m <- 5
  found <- suppressWarnings(omega(answers, nfactors = m, fm = "minres", rotate = "oblimin", plot = FALSE, flip = FALSE))
  sl <- found$schmid$sl[, 1:(m + 1)]
  save(list(file = paste0(name, ".csv"), items = rownames(sl), general = unname(sl[, 1]), special = unname(sl[, -1]), ecv = found$ECV,
            omega_h = found$omega_h, omega_t = found$omega.tot), name)
}
# structures: chi-square and degrees of freedom
five <- paste(sapply(names(scales), function(f) paste(f, "=~", paste(scales[[f]], collapse = " + "))), collapse = "\n")
models <- list("correlated factors" = five, "one factor" = paste("general =~", paste(all, collapse = " + ")),
               "second order" = paste(five, paste("general =~", paste(names(scales), collapse = " + ")), sep = "\n"))
fits <- lapply(models, cfa, data = data, control = list(iter.max = 20000))
fits$bifactor <- cfa(paste(paste("general =~", paste(all, collapse = " + ")), five, sep = "\n"), data = data, std.lv = TRUE, orthogonal = TRUE,
                     control = list(iter.max = 20000))
save(list(fit = lapply(fits, function(f) as.list(fitMeasures(f, c("chisq", "df", "cfi", "rmsea", "bic")))),
          omega = as.list(unclass(compRelSEM(fits[["second order"]], higher = "general")))), "structures")
