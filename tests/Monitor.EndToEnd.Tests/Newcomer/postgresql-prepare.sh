# A PostgreSQL of this machine, as Debian's package would have it: local users by their names, others by password, with a certificate for db.example.
bin=$(ls -d /usr/lib/postgresql/*/bin | tail -1)
echo "127.0.0.1 db.example" >>/etc/hosts
install -d -o postgres -g postgres -m 2775 /run/postgresql
install -d -o postgres -g postgres -m 0700 /srv/postgresql
sudo -u postgres "$bin/initdb" --auth-local=peer --auth-host=scram-sha-256 -D /srv/postgresql/data >/var/log/initdb.log
openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=db.example -addext subjectAltName=DNS:db.example \
    -keyout /srv/postgresql/data/server.key -out /srv/postgresql/data/server.crt 2>/var/log/openssl.log
chown postgres: /srv/postgresql/data/server.key /srv/postgresql/data/server.crt
chmod 0600 /srv/postgresql/data/server.key
sudo -u postgres "$bin/pg_ctl" -s -w -D /srv/postgresql/data -l /srv/postgresql/log \
    -o "-c ssl=on -c unix_socket_directories=/run/postgresql -c fsync=off" start
install -D -m 0644 /srv/postgresql/data/server.crt /etc/monitor/ca.pem
