#!/bin/sh
# Makes the files of secrets/ that docker-compose.yml hands to the containers. What is there stays as it is.
# An empty file is a secret that is not used: type the keys of your object storage into s3_access_key and s3_secret_key,
# the secret of single sign-on into oidc_client_secret, and the password for your mail server into email_password.
set -eu
cd "$(dirname "$0")/.."
mkdir -p secrets
chmod 700 secrets
random() { head -c 36 /dev/urandom | base64 | tr -d '\n'; }
for name in database_password secret_key; do
  [ -s "secrets/$name" ] || random > "secrets/$name"
done
for name in metrics_token s3_access_key s3_secret_key oidc_client_secret email_password; do
  [ -e "secrets/$name" ] || : > "secrets/$name"
done
# The folder is its owner's alone; the files are read by the containers' own users.
chmod 644 secrets/*
echo "secrets/ holds: $(ls secrets | tr '\n' ' ')"
