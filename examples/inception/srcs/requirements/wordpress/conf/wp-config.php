<?php
// What depends on the environment or is secret is written at each start by the entrypoint, outside the shared volume.
foreach (require '/run/wordpress/settings.php' as $name => $value) {
    define($name, $value);
}

define('DB_CHARSET', 'utf8mb4');
define('DB_COLLATE', '');
// No keys and salts here: WordPress makes them itself and keeps them in the database.

// The image owns WordPress's own files; plugins and themes may be added from the dashboard.
define('FS_METHOD', 'direct');
define('AUTOMATIC_UPDATER_DISABLED', true);

$table_prefix = 'wp_';

if (!defined('ABSPATH')) {
    define('ABSPATH', __DIR__ . '/');
}
require_once ABSPATH . 'wp-settings.php';
