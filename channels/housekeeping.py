"""What the assistant does by itself: once a day it deletes the conversations that have been kept long enough."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

from store.errors import NotStored

logger = logging.getLogger(__name__)

DAY_SECONDS = 86_400.0


async def delete_old_daily(store: Any) -> None:
    """Deletes now and then each day, until it is cancelled; a store that cannot, such as Rasa's own, is left alone."""
    delete_old = getattr(store, "delete_old", None)
    while delete_old is not None:
        try:
            if count := await delete_old():
                logger.info("%s events were deleted, because they had been kept long enough.", count)
        except NotStored as error:
            logger.error("What has been kept long enough could not be deleted: %s", error)
        await asyncio.sleep(DAY_SECONDS)
